# Small integers: add, multiply, remainder, shift, compare.
a, b = 1, 2
for n in range(60000):
    a = (a * 5 + b) % 65521
    b = (b ^ a) << 1 & 0xFFFF
    if a > b:
        a -= n & 7
print(a, b)
