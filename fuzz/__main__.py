"""`python -m fuzz TARGET [SECONDS]`: feeds a target inputs for some seconds of CPU, and keeps those that show a fault.

With atheris (`pip install -r fuzz/requirements.txt`) inputs are kept and changed that reach new lines of treatylex;
without it, seeds are broken at random.
"""

import argparse
import hashlib
import random
import resource
import subprocess
import sys
import time
import traceback
from pathlib import Path

from fuzz.files import broken, seeds

HERE = Path(__file__).parent
KEPT = HERE / "kept"
FOUND = HERE / "found"
MOST_SECONDS = 20
"""Of processor time for one input; what takes longer is a fault."""
HANGS = 15
"""So many times longer by the clock, an input hangs: a run that leaves others the first turn is slow by the clock."""


def fuzz(name: str, seconds: float, seed: int) -> int:
    """How many faults a target showed, without a guide."""
    from fuzz.targets import TARGETS

    chance = random.Random(seed)
    given = [path.read_bytes() for path in sorted((KEPT / name).glob("*"))] + seeds(name)
    began = time.process_time()
    inputs = faults = 0
    slowest = 0.0
    while time.process_time() - began < seconds:
        data = broken(chance, given)
        inputs += 1
        at = time.process_time()
        try:
            TARGETS[name](data)
        except Exception:
            faults += _keep(name, data, traceback.format_exc())
        slowest = max(slowest, time.process_time() - at)
        if time.process_time() - at > MOST_SECONDS:
            faults += _keep(name, data, "takes too long")
    print(f"{name}: seed {seed}, {inputs:,} inputs, slowest {slowest:.2f} s, {faults} faults")
    return faults


def _keep(name: str, data: bytes, why: str) -> int:
    file = FOUND / name / f"crash-{hashlib.sha256(data).hexdigest()[:16]}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    print(f"{file}: {why}", file=sys.stderr)
    return 1


def guided(name: str, seconds: float, seed: int) -> int:
    """How many faults a target showed to atheris, which is started anew after each."""
    inputs = FOUND / name / "inputs"
    inputs.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(name)):
        (inputs / f"seed-{number}").write_bytes(data)
    faults, number = 0, seed
    began = _spent()
    while _spent() - began < seconds:
        left = str(int(seconds - (_spent() - began)) + 1)
        options = [f"-timeout={HANGS * MOST_SECONDS}", f"-seed={number}", "-max_len=4096"]
        options += [f"-artifact_prefix={FOUND / name}/", "-rss_limit_mb=4096"]
        folders = [str(inputs), *([str(KEPT / name)] if (KEPT / name).is_dir() else [])]
        ended = subprocess.run([sys.executable, "-m", "fuzz.guided", name, left, *options, *folders], check=False)
        faults += ended.returncode != 0
        number += 1
    print(f"{name}: {faults} faults in {_spent() - began:.0f} s of CPU")
    return faults


def _spent() -> float:
    """The processor time of the processes that were started, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Fuzz the target that is named, or all."""
    from fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("target", choices=["all", *TARGETS])
    parser.add_argument("seconds", type=float, nargs="?", default=600)
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    parser.add_argument("--unguided", action="store_true", help="break seeds at random, even where atheris is there")
    options = parser.parse_args()
    names = list(TARGETS) if options.target == "all" else [options.target]
    run = fuzz if options.unguided or not _has_atheris() else guided
    return sum(run(name, options.seconds, options.seed) for name in names) > 0


def _has_atheris() -> bool:
    try:
        import atheris  # noqa: F401
    except ImportError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
