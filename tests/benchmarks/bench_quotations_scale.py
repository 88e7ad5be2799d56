"""Time of the quotation extractor as a text without paragraphs grows: it must grow no faster than the text.

    python -m tests.benchmarks.bench_quotations_scale [--sizes 25 50 100 200 400]

One line for each kind of hostile text, seconds of processor time at each size in kB, and the growth from the smallest to
the largest, in which 1.0 is linear.
"""

from __future__ import annotations

import argparse
import time

from collectors.metrics.quotations import extract_quotations, scare_quotes

TEXTS = {
    "quotations": "It said “we go now”, he said. ",
    "unbalanced": "“It said we go, he told them. ",
    "all marks": '"',
    "single marks": "'a ",
    "names": "Anna Berg ",
    "cues": "said told wrote ",
    "right to left": 'قال "نحن هنا" اليوم. ',
    "cyrillic": "«Мы идём сейчас», — сказал он. ",
    "ideographs": "外长表示：“我们不会承认这个结果。”",
    "dialogue": "– Dokąd idziemy – powiedział Jan Nowak. – Do domu.\n",
    "offices": "Head of the People's Republic of the Region Anna Berg said ",
    "relative": "A man, who, said who, ",
    "emoji": "😀 said “x y” ",
    "combining": "e\u0301",
}


def seconds(text: str) -> float:
    start = time.process_time()
    scare_quotes(text, extract_quotations(text))
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[25, 50, 100, 200, 400], help="in thousands of characters"
    )
    sizes = parser.parse_args().sizes
    extract_quotations("Anna Berg said that it was so.")
    for name, piece in TEXTS.items():
        spent = [seconds(piece * (size * 1000 // len(piece))) for size in sizes]
        growth = spent[-1] / spent[0] / (sizes[-1] / sizes[0])
        print(f"{name:14s}", *(f"{s:7.2f}" for s in spent), f"  growth {growth:.2f}", flush=True)


if __name__ == "__main__":
    main()
