# Comprehensions of every kind, with conditions and two loops.
squares = [n * n for n in range(8000) if n & 1]
pairs = [(a, b) for a in range(60) for b in range(60) if a < b]
lookup = {a * 60 + b: a - b for a, b in pairs}
print(sum(squares), len(pairs), sum(lookup.values()), len({n % 101 for n in squares}))
