# Dicts: store, look up, delete, walk.
table = {}
for n in range(15000):
    table[n * 31 % 4099] = table.get(n % 97, 0) + n
for n in range(0, 4099, 3):
    table.pop(n, None)
print(len(table), sum(v for k, v in table.items() if k % 2))
