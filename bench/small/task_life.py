# asyncio: tasks made, awaited, cancelled and timed out.
import asyncio


async def add(a, b):
    await asyncio.sleep(0)
    return a + b


async def main():
    total = 0
    for n in range(500):
        task = asyncio.create_task(add(n, 1))
        other = asyncio.create_task(add(n, 2))
        total += await task
        other.cancel()
        try:
            await other
        except asyncio.CancelledError:
            total += 1
        async with asyncio.timeout(60):
            total += await add(n, n)
    print(total)


asyncio.run(main())
