# sorted with a key, min, max, zip, enumerate, any and all.
people = [(n * 37 % 100, f"p{n}") for n in range(4000)]
by_age = sorted(people, key=lambda person: person[0], reverse=True)
oldest = max(people, key=lambda person: person[0])
ranks = {name: rank for rank, (age, name) in enumerate(by_age)}
gaps = [a[0] - b[0] for a, b in zip(by_age, by_age[1:])]
print(oldest, ranks["p5"], all(gap >= 0 for gap in gaps), any(gap > 1 for gap in gaps))
