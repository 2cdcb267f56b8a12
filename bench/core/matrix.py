# Product of two square matrices of floats in lists of lists.
def make(size, start):
    value = start
    rows = []
    for _ in range(size):
        row = []
        for _ in range(size):
            value = (value * 1.7 + 0.3) % 1.0
            row.append(value)
        rows.append(row)
    return rows


def product(a, b):
    size = len(a)
    columns = [[b[k][j] for k in range(size)] for j in range(size)]
    result = []
    for row in a:
        line = []
        for column in columns:
            total = 0.0
            for k in range(size):
                total += row[k] * column[k]
            line.append(total)
        result.append(line)
    return result


c = product(make(160, 0.1), make(160, 0.7))
print(f"{sum(map(sum, c)):.6f} {c[3][5]:.9f}")
