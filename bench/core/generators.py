# Generators chained three deep, with yield from and send.
def count(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


def keep(source):
    for n in source:
        if n % 3 != 1:
            yield n


def both(limit):
    yield from keep(count(limit))
    yield from count(limit // 2)


def average():
    total = 0
    seen = 0
    while True:
        value = yield total // seen if seen else 0
        total += value
        seen += 1


running = average()
next(running)
last = 0
for value in both(700_000):
    last = running.send(value)
print(last, sum(both(500_000)))
