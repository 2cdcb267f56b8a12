# clock: virtual
# A hundred thousand tasks in one sleep each.
import asyncio
import sys

TASKS = int(sys.argv[1]) if len(sys.argv) > 1 else 100000


async def nap(n):
    await asyncio.sleep(1 + n % 10)
    return n


async def main():
    print("many_sleeping", sum(await asyncio.gather(*(nap(n) for n in range(TASKS)))))


asyncio.run(main())
print("ops", TASKS, file=sys.stderr)
