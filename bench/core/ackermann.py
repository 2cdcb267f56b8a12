# Calls that call themselves in their argument: the cost of a call and of deep stacks.
import sys

sys.setrecursionlimit(20000)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


total = 0
for _ in range(6):
    total += ackermann(2, 400)
    total += ackermann(3, 6)
print(total)
