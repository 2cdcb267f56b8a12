# Sets: add, test, union, difference.
a = {n * n % 1009 for n in range(3000)}
b = set()
for n in range(8000):
    if n % 1009 in a:
        b.add(n % 700)
print(len(a | b), len(a - b), len(a & b), 17 in a)
