# Exceptions raised, caught, passed on and cleaned up after.
class Refused(ValueError):
    pass


def check(n):
    if n % 3 == 0:
        raise Refused(n)
    return n


good = bad = cleaned = 0
for n in range(9000):
    try:
        good += check(n)
    except Refused as error:
        bad += error.args[0]
    finally:
        cleaned += 1
print(good, bad, cleaned)
