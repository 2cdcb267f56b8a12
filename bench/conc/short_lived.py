# Tasks that are made, do one addition and are gone, in groups.
import asyncio
import sys

GROUPS = 150
SIZE = 600


async def add(a, b):
    return a + b


async def main():
    total = 0
    for group in range(GROUPS):
        async with asyncio.TaskGroup() as tasks:
            made = [tasks.create_task(add(group, n)) for n in range(SIZE)]
        total += sum(task.result() for task in made)
    print("short_lived", total)


asyncio.run(main())
print("ops", GROUPS * SIZE, file=sys.stderr)
