# Floats: a logistic map and a running mean.
x, mean = 0.3, 0.0
for n in range(1, 60001):
    x = 3.7 * x * (1.0 - x)
    mean += (x - mean) / n
print(round(mean, 9))
