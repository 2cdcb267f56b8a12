# f-strings and the format language.
total = 0
for n in range(5000):
    line = f"{n:>8}|{n / 7:.3f}|{n:#x}|{'left':<6}|{n % 3 == 0!s}"
    total += len(line)
print(total, line)
