# Integers of thousands of digits: products, powers, remainders and their decimal text.
def factorial(n):
    result = 1
    for k in range(2, n + 1):
        result *= k
    return result


a = factorial(1500)
b = pow(3, 9000) + 1
print(len(str(a)), len(str(b)), a % b % 1_000_000_007, pow(7, 10**40, 10**30 + 57))
fibonacci, following = 0, 1
for _ in range(90000):
    fibonacci, following = following, fibonacci + following
print(fibonacci.bit_length(), fibonacci % 10**9)
