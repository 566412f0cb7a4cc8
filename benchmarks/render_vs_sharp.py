"""Compares making a preview and a thumbnail of a 24 megapixel JPEG with npm's sharp: processor time, side by side.

    python benchmarks/render_vs_sharp.py [--rounds 8]

sharp is installed under .tools/sharp when it is not there. Both sides stay up and take turns; each does the same: turn
upright, convert to sRGB, 2048 px JPEG at quality 85, 480 px JPEG at quality 80 from the first. The Python side does all
of `render`: it reads the metadata and makes the placeholder as well. `sharp, profile kept` does not convert colours.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import synthetic

REPOSITORY = Path(__file__).resolve().parents[1]
SHARP = REPOSITORY / ".tools" / "sharp"
SHARP_SERVER = """
const sharp = require('sharp'); const readline = require('readline');
sharp.cache(false); sharp.concurrency(1);
async function both(file, keep) {
  const fit = {fit: 'inside', withoutEnlargement: true};
  let big = sharp(file, {failOn: 'truncated'}).autoOrient().resize(2048, 2048, fit);
  if (keep) big = big.keepIccProfile();
  const preview = await big.jpeg({quality: 85}).toBuffer();
  const thumbnail = await sharp(preview).resize(480, 480, {fit: 'inside'}).jpeg({quality: 80}).toBuffer();
  return [preview.length, thumbnail.length];
}
readline.createInterface({input: process.stdin}).on('line', async line => {
  const {file, keep} = JSON.parse(line); const before = process.cpuUsage();
  const sizes = await both(file, keep); const spent = process.cpuUsage(before);
  console.log(JSON.stringify({milliseconds: (spent.user + spent.system) / 1000, sizes}));
});
"""


def serve() -> None:
    """The Python side: renders the files named on its input."""
    from shoebox.imaging.limits import Limits  # noqa: PLC0415 - the parent needs none of it
    from shoebox.imaging.render import render  # noqa: PLC0415

    for line in sys.stdin:
        before = resource.getrusage(resource.RUSAGE_SELF)
        file = Path(json.loads(line)["file"])
        made = render(file, path=file.name, modified=datetime.now(UTC), sidecars={}, limits=Limits())
        after = resource.getrusage(resource.RUSAGE_SELF)
        spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        sizes = [len(made.preview or b""), len(made.thumbnail or b"")]
        print(json.dumps({"milliseconds": 1000 * spent, "sizes": sizes}), flush=True)


def ask(server: "subprocess.Popen[str]", **request: object) -> dict[str, object]:
    """One request, one answer."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    answer: dict[str, object] = json.loads(server.stdout.readline())
    return answer


def start(command: list[str], folder: Path) -> "subprocess.Popen[str]":
    """A server that reads requests from its input."""
    return subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def install() -> None:
    """Put sharp where git does not look."""
    if not (SHARP / "node_modules" / "sharp").is_dir():
        SHARP.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--prefix", str(SHARP), "sharp"], check=True)


def main() -> None:
    """Print a line a profile: medians, ratios, sizes of what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--serve", action="store_true")
    arguments = parser.parse_args()
    if arguments.serve:
        serve()
        return
    install()
    ours = start([sys.executable, str(Path(__file__).resolve()), "--serve"], REPOSITORY)
    theirs = start(["node", "-e", SHARP_SERVER], SHARP)
    picture = synthetic.pixels(6000, 4000)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("Display P3", "Adobe RGB (1998)", "sRGB"):
            file = Path(folder) / "photo.jpg"
            synthetic.write_jpeg(file, picture, profile_name=name, orientation=6, quality=92)
            compare(name, file, ours, theirs, arguments.rounds)
    for server in (ours, theirs):
        server.terminate()
        server.wait()


def compare(name: str, file: Path, ours: "subprocess.Popen[str]", theirs: "subprocess.Popen[str]", rounds: int) -> None:
    """Turn by turn; the first turn warms both up and does not count."""
    times: dict[str, list[float]] = {"shoebox": [], "sharp": [], "sharp, profile kept": []}
    sizes: dict[str, object] = {}
    for turn in range(rounds + 1):
        for side, answer in (
            ("shoebox", ask(ours, file=str(file))),
            ("sharp", ask(theirs, file=str(file), keep=False)),
            ("sharp, profile kept", ask(theirs, file=str(file), keep=True)),
        ):
            sizes[side] = answer["sizes"]
            if turn:
                times[side].append(float(str(answer["milliseconds"])))
    base = median(times["shoebox"])
    for side, values in times.items():
        print(
            f"{name:18} {side:20} {median(values):6.0f} ms  shoebox/{side} = {base / median(values):.2f}  {sizes[side]}"
        )


if __name__ == "__main__":
    main()
