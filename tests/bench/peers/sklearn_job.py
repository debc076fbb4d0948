#!/usr/bin/env python3
"""scikit-learn's and faiss's side of versus_sklearn.py: reads names of jobs on stdin, one a line, and answers each with
a line of JSON. Before a job is timed its arrays are in memory as floats; timed is what the job's comment says."""
import gzip
import json
import os
import sys
import time
import warnings

import faiss
import numpy as np
from sklearn.cluster import KMeans, kmeans_plusplus
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from threadpoolctl import threadpool_info

COMPONENTS, FOLDS, NEIGHBOURS = 50, 10, 5


def read(folder, name, header):
    with gzip.open(f"{folder}/{name}-ubyte.gz") as f:
        return np.frombuffer(f.read(), np.uint8, offset=header)


class Jobs:
    """Each method does one job and returns what is to be shown beside its time; prepare_* runs before, untimed."""

    def __init__(self, folder):
        self.y, self.t_y = (read(folder, f"{part}-labels-idx1", 8) for part in ("train", "t10k"))
        self.x, self.t_x = (read(folder, f"{part}-images-idx3", 16).reshape(-1, 784).astype(np.float32) / 255
                            for part in ("train", "t10k"))

    def score(self, model):
        return {"accuracy": model.fit(self.x, self.y).score(self.t_x, self.t_y)}

    def knn_faiss(self):  # add and search
        index = faiss.IndexFlatL2(784)
        index.add(self.x)
        _, rows = index.search(self.t_x, NEIGHBOURS)
        named = np.array([np.bincount(labels).argmax() for labels in self.y[rows]])
        return {"accuracy": float((named == self.t_y).mean())}

    def knn_sklearn(self):  # fit and score
        return self.score(KNeighborsClassifier(NEIGHBOURS, algorithm="brute"))

    def cv_knn_sklearn(self):  # the first two of ten folds; the caller takes them five times
        folds = list(KFold(FOLDS, shuffle=True, random_state=0).split(self.x))[:2]
        scores = cross_val_score(KNeighborsClassifier(NEIGHBOURS, algorithm="brute"), self.x, self.y, cv=folds)
        return {"accuracy": float(scores.mean())}

    def pca_sklearn(self):  # fit, all components
        return {"first_share": float(PCA(svd_solver="full").fit(self.x).explained_variance_ratio_[0])}

    def pca_faiss(self):  # train, all components
        faiss.PCAMatrix(784, 784).train(self.x)
        return {}

    def lda_svd(self):  # fit and score; its default
        return self.score(LinearDiscriminantAnalysis())

    def lda_lsqr(self):  # fit and score
        return self.score(LinearDiscriminantAnalysis(solver="lsqr"))

    def qda(self):  # fit and score
        return self.score(QuadraticDiscriminantAnalysis(reg_param=0.01))

    def prepare_qda_50(self):
        if not hasattr(self, "p"):
            pca = PCA(COMPONENTS, svd_solver="full").fit(self.x)
            self.p, self.t_p = pca.transform(self.x), pca.transform(self.t_x)

    def qda_50(self):  # fit and score
        return {"accuracy": QuadraticDiscriminantAnalysis().fit(self.p, self.y).score(self.t_p, self.t_y)}

    prepare_qda_50_cv = prepare_qda_50

    def qda_50_cv(self):
        folds = KFold(FOLDS, shuffle=True, random_state=0)
        return {"accuracy": float(cross_val_score(QuadraticDiscriminantAnalysis(), self.p, self.y, cv=folds).mean())}

    def start_rows(self, k):
        _, rows = kmeans_plusplus(self.x, k, random_state=0)
        return {"rows": ",".join(map(str, rows))}

    def k_means(self, k, algorithm):  # from the rows above until no label changes
        if k not in self.starts:
            self.starts[k] = self.x[[int(r) for r in self.start_rows(k)["rows"].split(",")]]
        begin = time.perf_counter()
        model = KMeans(k, init=self.starts[k], n_init=1, max_iter=1000, tol=0, algorithm=algorithm).fit(self.x)
        return {"iterations": int(model.n_iter_), "inertia": float(model.inertia_),
                "seconds": time.perf_counter() - begin}

    starts = {}

    def answer(self, name):
        if name.startswith("rows:"):
            return self.start_rows(int(name.split(":")[1]))
        if name.startswith("kmeans:"):
            _, k, algorithm = name.split(":")
            work = lambda: self.k_means(int(k), algorithm)
        else:
            getattr(self, f"prepare_{name}", lambda: None)()
            work = getattr(self, name)
        begin, used = time.perf_counter(), time.process_time()
        result = work()
        result.setdefault("seconds", time.perf_counter() - begin)
        return {**result, "used": time.process_time() - used}


def main():
    warnings.filterwarnings("ignore", message="Variables are collinear")
    threads = int(os.environ["OMP_NUM_THREADS"])
    faiss.omp_set_num_threads(threads)
    blas = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    print(json.dumps({"blas": ", ".join(f"{b['internal_api']} {b['version']} {b.get('threading_layer', '')} "
                                        f"{b.get('architecture', '')} {b['num_threads']} threads" for b in blas)}),
          flush=True)
    jobs = Jobs(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(jobs.answer(line.strip())), flush=True)


if __name__ == "__main__":
    main()
