"""A program that knows nothing of claims: it prints how long customers wait at so many counters, as JSON."""

import json
import random
import sys


def main() -> None:
    """Simulate a day of 500 customers."""
    counters, seed = int(sys.argv[1]), int(sys.argv[2])
    dice = random.Random(seed)
    free, now, waits = [0.0] * counters, 0.0, []
    for _ in range(500):
        now += dice.expovariate(1.0)
        first = min(range(counters), key=free.__getitem__)
        start = max(now, free[first])
        free[first] = start + dice.expovariate(0.3)
        waits.append(start - now)
    print(json.dumps({"mean_wait": sum(waits) / len(waits), "nobody_waited_an_hour": max(waits) < 60}))


if __name__ == "__main__":
    main()
