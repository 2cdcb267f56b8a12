# Coroutines that are awaited and never suspend, four deep.
import asyncio
import sys

CALLS = 200000


async def leaf(n):
    return n & 3


async def third(n):
    return await leaf(n) + 1


async def second(n):
    return await third(n) * 2


async def main():
    total = 0
    for n in range(CALLS):
        total += await second(n)
    print("direct_await", total)


asyncio.run(main())
print("ops", CALLS * 3, file=sys.stderr)
