"""The speed figures of the suite: ratios taken in one run, medians of several."""
