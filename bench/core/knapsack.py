# Dynamic programming over a flat list: nested loops, comparisons and max by hand.
def best(capacity, things):
    table = [0] * (capacity + 1)
    for weight, value in things:
        for room in range(capacity, weight - 1, -1):
            other = table[room - weight] + value
            if other > table[room]:
                table[room] = other
    return table[capacity]


things = [((n * 37) % 91 + 5, (n * 53) % 97 + 1) for n in range(220)]
print(best(6000, things))
