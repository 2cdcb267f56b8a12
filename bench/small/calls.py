# Calls with positions, defaults and keywords.
def plain(a, b):
    return a + b


def defaulted(a, b=2, *, c=3):
    return a + b + c


total = 0
for n in range(20000):
    total += plain(n, 1) + defaulted(n) + defaulted(n, c=n)
print(total)
