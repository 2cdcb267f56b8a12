# Recursive calls: steps to move a tower of disks.
def hanoi(n, a, b, c):
    if n == 0:
        return 0
    return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


print(hanoi(14, "a", "b", "c"))
