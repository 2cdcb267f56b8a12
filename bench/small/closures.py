# Functions that remember: cells read and written.
def counter():
    count = 0

    def step(by):
        nonlocal count
        count += by
        return count

    return step


steps = [counter() for _ in range(10)]
for n in range(20000):
    last = steps[n % 10](n)
print(last, [step(0) for step in steps][:3])
