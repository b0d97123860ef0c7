#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-statistics-r.py - the statistics of hechactl against R, where R is installed: limits, sample sizes, discovery,
plans for a declared level, estimates by stratum. TAP on standard output."""
import json
import math
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402

VECTORS = os.path.join(HERE, "..", "data", "vectors", "statistics-examples.json")
# failed, checked, units
INTERVALS = [(0, 20, 100), (3, 20, 100), (20, 20, 100), (1, 8, 21), (2, 8, 21), (18, 373, 12000), (0, 1, 1),
             (37, 412, 5000), (5, 45, 100), (1, 300, 100000)]
CONFIDENCES = ["0.9", "0.95", "0.99"]
SIZES = [(100, "0.05", "0.5"), (500, "0.05", "0.5"), (1000, "0.05", "0.5"), (12000, "0.05", "0.5"), (21, "0.1", "0.2"),
         (400000, "0.01", "0.05")]
DISCOVERIES = [(100, 5), (12000, 120), (100, 1), (2000, 7), (50, 50)]
DECLARED = [("0.02", "10"), ("0.01", "8"), ("0.05", "4")]
STRATA = [[(50, 10, 2), (30, 6, 1), (20, 4, 1)], [(10, 5, 1), (11, 3, 2)], [(1000, 80, 9), (2, 2, 1), (300, 40, 3)]]
R = """
limits <- function(k, n, N, conf) {
  a <- (1 - conf) / 2
  D <- k:(N - n + k)
  up <- D[phyper(k, D, N - D, n) > a]
  low <- D[phyper(k - 1, D, N - D, n, lower.tail = FALSE) > a]
  cp <- binom.test(k, n, conf.level = conf)$conf.int
  w <- suppressWarnings(prop.test(k, n, conf.level = conf, correct = FALSE))$conf.int
  cat(sprintf("%d %d %.15g %.15g %.15g %.15g\\n", min(low), max(up), cp[1], cp[2], w[1], w[2]))
}
size <- function(N, e, p, conf) {
  n0 <- qnorm(1 - (1 - conf) / 2)^2 * p * (1 - p) / e^2
  cat(min(N, ceiling(n0 / (1 + (n0 - 1) / N))), "\\n")
}
discovery <- function(N, D, conf) {
  n <- 1:N
  cat(min(n[phyper(0, D, N - D, n) <= 1 - conf + 1e-12]), "\\n")
}
declared <- function(p, ratio) {
  for (L in 0:50) {
    n <- (L + 1):5000
    good <- n[pbinom(L, n, p, lower.tail = FALSE) <= 0.05 & pbinom(L, n, ratio * p) <= 0.1]
    if (length(good) > 0) { cat(min(good), L, "\\n"); return(invisible()) }
  }
}
stratified <- function(N, n, k, conf) {
  W <- N / sum(N); p <- k / n
  v <- ifelse(n > 1, W^2 * (1 - n / N) * p * (1 - p) / pmax(n - 1, 1), 0)
  r <- sum(W * p); e <- qnorm(1 - (1 - conf) / 2) * sqrt(sum(v))
  cat(sprintf("%.15g %.15g %.15g\\n", r, max(r - e, 0), min(r + e, 1)))
}
"""


def calc(*arguments):
    return json.loads(subprocess.run(("hechactl", "--json", "calc") + tuple(map(str, arguments)), check=True,
                                     stdout=subprocess.PIPE).stdout)


def ask_r(calls):
    """One line of numbers for each call."""
    done = subprocess.run(("Rscript", "--vanilla", "-"), input=(R + "\n".join(calls) + "\n").encode(), check=True,
                          stdout=subprocess.PIPE)
    lines = [list(map(float, line.split())) for line in done.stdout.decode().splitlines()]
    assert len(lines) == len(calls), done.stdout
    return lines


def close(ours, theirs):
    assert math.isclose(float(ours), theirs, rel_tol=1e-9, abs_tol=1e-9), (ours, theirs)


def limits_are_those_of_r():
    cases = [case + (confidence,) for case in INTERVALS for confidence in CONFIDENCES]
    for case, theirs in zip(cases, ask_r(["limits(%d, %d, %d, %s)" % case for case in cases])):
        ours = calc("interval", "--failed", case[0], "--checked", case[1], "--population", case[2], "--confidence",
                    case[3])
        assert ours["hypergeometric"] == theirs[:2], (case, ours, theirs)
        for number, other in zip(ours["clopper_pearson"] + ours["wilson"], theirs[2:]):
            close(number, other)


def sample_sizes_are_those_of_r():
    cases = [case + (confidence,) for case in SIZES for confidence in CONFIDENCES]
    for case, theirs in zip(cases, ask_r(["size(%d, %s, %s, %s)" % case for case in cases])):
        ours = calc("sample-size", "--population", case[0], "--margin", case[1], "--expected", case[2], "--confidence",
                    case[3])
        assert [ours["n"]] == theirs, (case, ours, theirs)


def discovery_is_that_of_r():
    cases = [case + (confidence,) for case in DISCOVERIES for confidence in CONFIDENCES]
    for case, theirs in zip(cases, ask_r(["discovery(%d, %d, %s)" % case for case in cases])):
        ours = calc("discovery", "--population", case[0], "--bad", case[1], "--confidence", case[2])
        assert [ours["n"]] == theirs, (case, ours, theirs)


def plans_for_a_declared_level_are_those_of_r():
    for case, theirs in zip(DECLARED, ask_r(["declared(%s, %s)" % case for case in DECLARED])):
        ours = calc("declared", "--level", case[0], "--ratio", case[1])
        assert [ours["n"], ours["limit"]] == theirs, (case, ours, theirs)


def estimates_by_stratum_are_those_of_r():
    calls = ["stratified(c(%s), c(%s), c(%s), 0.95)" % tuple(",".join(map(str, column)) for column in zip(*strata))
             for strata in STRATA]
    for strata, theirs in zip(STRATA, ask_r(calls)):
        ours = calc("stratified", *["%d:%d:%d" % stratum for stratum in strata])
        assert ours["usable"] is True, ours
        for number, other in zip([ours["rate"]] + ours["limits"], theirs):
            close(number, other)


def published_numbers_are_those_of_r():
    with open(VECTORS, encoding="utf-8") as file:
        vectors = json.load(file)
    for case in vectors["intervals"]:
        theirs, = ask_r(["limits(%(failed)d, %(checked)d, %(population)d, %(confidence)g)" % case])
        assert case["hypergeometric_count"] == theirs[:2], (case, theirs)
        for number, other in zip(case["clopper_pearson"] + case["wilson"], theirs[2:]):
            close(number, other)
    for case in vectors["sample_size"]:
        assert [[case["n"]]] == ask_r(["size(%(N)d, %(margin)g, %(p)g, %(confidence)g)" % case]), case


if __name__ == "__main__":
    if shutil.which("Rscript") is None:
        sys.exit(tap.skip_all("no Rscript"))
    sys.exit(tap.run("/statistics-r", [
        limits_are_those_of_r, sample_sizes_are_those_of_r, discovery_is_that_of_r,
        plans_for_a_declared_level_are_those_of_r, estimates_by_stratum_are_those_of_r,
        published_numbers_are_those_of_r]))
