# match over tuples, classes, dicts and literals.
def area(shape):
    match shape:
        case ("circle", r):
            return 3 * r * r
        case ("rectangle", a, b):
            return a * b
        case {"side": a}:
            return a * a
        case [*rest] if rest:
            return len(rest)
        case 0 | 1:
            return 1
        case _:
            return 0


shapes = [("circle", 2), ("rectangle", 2, 3), {"side": 4}, [1, 2, 3], 1, "none"]
print(sum(area(shapes[n % 6]) for n in range(15000)))
