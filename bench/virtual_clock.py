# virtual_clock.py — runs an asyncio program on CPython with time that jumps, to compare it with aio.
#
#   python3.13 bench/virtual_clock.py PROGRAM [ARG...]
#
# For programs without sockets or threads: when no callback is ready the clock goes straight to the next timer.
import asyncio, runpy, sys


class JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__()
        self.instant = 0.0
        look = self._selector.select

        def jump(timeout=None):
            found = look(0)
            if not found and timeout is not None and timeout > 0 and self._scheduled:
                self.instant = max(self.instant, self._scheduled[0].when())
            return found

        self._selector.select = jump

    def time(self):
        return self.instant


class JumpingPolicy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = JumpingLoop


if __name__ == "__main__":
    del sys.argv[0]
    asyncio.set_event_loop_policy(JumpingPolicy())
    runpy.run_path(sys.argv[0], run_name="__main__")
