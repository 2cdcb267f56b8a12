# Sieve of Eratosthenes over a list of booleans, then a sum: index stores, slices of a range, loops.
def sieve(limit):
    composite = [False] * (limit + 1)
    found = []
    for candidate in range(2, limit + 1):
        if composite[candidate]:
            continue
        found.append(candidate)
        multiple = candidate * candidate
        while multiple <= limit:
            composite[multiple] = True
            multiple += candidate
    return found


numbers = sieve(2_000_000)
print(len(numbers), numbers[-1], sum(numbers))
