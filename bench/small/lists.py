# Lists: append, index, slice, pop, insert, reverse, sort.
values = []
for n in range(15000):
    values.append(n * 7919 % 10007)
    if n % 3 == 0:
        values[n // 3] += 1
while len(values) > 10000:
    values.pop()
values.sort()
head = values[:100] + values[-100:]
head.reverse()
head.insert(5, -1)
print(sum(head), values[5000], head[5])
