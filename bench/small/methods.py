# Attributes and methods of one class.
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, dx, dy):
        return Point(self.x + dx, self.y + dy)

    def size(self):
        return abs(self.x) + abs(self.y)


point = Point(0, 0)
for n in range(12000):
    point = point.moved(n % 5 - 2, n % 3 - 1)
print(point.x, point.y, point.size())
