# Generators: yield, yield from, send.
def numbers(limit):
    for n in range(limit):
        yield n


def doubled(limit):
    for n in numbers(limit):
        yield n * 2
    yield from numbers(limit)


def adder():
    total = 0
    while True:
        total += yield total


add = adder()
next(add)
for n in doubled(9000):
    total = add.send(n)
print(total)
