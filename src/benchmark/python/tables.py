"""A classifier of another library at its defaults, on a table of fixed training and test rows.

Usage: tables.py DIRECTORY TABLE PEER SEED, with the peer mlp, histgb, xgboost or realmlp

Columns c_… are categories, in which a missing value is a level of its own; all others are numbers, and empty where
one is missing. Prints accuracy and mean cost (log-loss) on the test rows, and the seconds of fitting, with all cores.
"""
import os
import sys
import time
import warnings

import numpy
import pandas

warnings.filterwarnings("ignore")
directory, table, peer, seed = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
cores = len(os.sched_getaffinity(0))


def read(part):
    path = os.path.join(directory, f"{table}-{part}.csv.gz")
    rows = pandas.read_csv(path, dtype=str, keep_default_na=False)
    labels = rows.pop("label").to_numpy(dtype=object)
    for column in rows:
        if not column.startswith("c_"):
            rows[column] = pandas.to_numeric(rows[column].replace("", numpy.nan)).astype(float)
    return rows, labels


train, train_labels = read("train")
test, test_labels = read("test")
categories = [column for column in train if column.startswith("c_")]
numbers = [column for column in train if not column.startswith("c_")]
classes, train_classes = numpy.unique(train_labels.astype(str), return_inverse=True)


def as_categories():
    """Both parts with pandas' categories, those of the training rows."""
    parts = []
    for part in (train, test):
        part = part.copy()
        for column in categories:
            part[column] = pandas.Categorical(part[column], categories=sorted(train[column].unique()))
        parts.append(part)
    return parts


def mlp():
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    scaled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    one_hot = OneHotEncoder(handle_unknown="ignore")
    prepared = ColumnTransformer([("numbers", scaled, numbers), ("categories", one_hot, categories)], sparse_threshold=0)
    model = make_pipeline(prepared, MLPClassifier(random_state=seed))
    return lambda: model.fit(train, train_classes), lambda: model.predict_proba(test)


def histgb():
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder

    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=numpy.nan)
    prepared = ColumnTransformer([("categories", ordinal, categories), ("numbers", "passthrough", numbers)])
    places = list(range(len(categories))) or None
    model = make_pipeline(prepared, HistGradientBoostingClassifier(categorical_features=places, random_state=seed))
    return lambda: model.fit(train, train_classes), lambda: model.predict_proba(test)


def xgboost():
    from xgboost import XGBClassifier

    rows, others = as_categories()
    model = XGBClassifier(enable_categorical=True, random_state=seed, n_jobs=cores)
    return lambda: model.fit(rows, train_classes), lambda: model.predict_proba(others)


def realmlp():
    from pytabkit import RealMLP_TD_Classifier

    rows, others = as_categories()
    medians = train[numbers].median()  # it takes no missing numbers
    rows[numbers] = rows[numbers].fillna(medians)
    others[numbers] = others[numbers].fillna(medians)
    model = RealMLP_TD_Classifier(device="cpu", random_state=seed, n_threads=cores, verbosity=0)
    return (
        lambda: model.fit(rows, train_classes, cat_col_names=categories),
        lambda: model.predict_proba(others),
    )


fit, predict = {"mlp": mlp, "histgb": histgb, "xgboost": xgboost, "realmlp": realmlp}[peer]()
begin = time.perf_counter()
fit()
seconds = time.perf_counter() - begin
probabilities = numpy.asarray(predict(), dtype=float)
place = {name: number for number, name in enumerate(classes)}
own = numpy.array([probabilities[row, place[name]] if name in place else 0 for row, name in enumerate(test_labels)])
print(f"{peer}.{table}.accuracy", numpy.mean(classes[probabilities.argmax(axis=1)] == test_labels))
print(f"{peer}.{table}.cost", -numpy.log(numpy.clip(own, 1e-15, 1)).mean())
print(f"{peer}.{table}.fit", seconds)
