# clock: virtual
# Tasks that sleep again and again for different times: the timers.
import asyncio
import sys

TASKS = 400
NAPS = 100


async def sleeper(n, log):
    delay = 0.5 + (n * 37 % 101) / 100
    for _ in range(NAPS):
        await asyncio.sleep(delay)
        log[0] = (log[0] * 31 + n) % 1_000_003


async def main():
    log = [1]
    await asyncio.gather(*(sleeper(n, log) for n in range(TASKS)))
    print("sleepers", log[0], round(asyncio.get_running_loop().time(), 2))


asyncio.run(main())
print("ops", TASKS * NAPS, file=sys.stderr)
