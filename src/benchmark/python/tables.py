"""A model of another library at its defaults, on a table of fixed training and test rows.

Usage: tables.py DIRECTORY TABLE KIND PEER SEED, with the kind class or number, and the peer mlp, histgb, xgboost or
realmlp

Columns c_… are categories, in which a missing value is a level of its own; all others are numbers, and empty where
one is missing. Prints, on the test rows, accuracy and mean cost (log-loss) of classes, R² and the root of the mean
squared error of numbers, and the seconds of fitting, with all cores.
"""
import os
import sys
import time
import warnings

import numpy
import pandas

warnings.filterwarnings("ignore")
directory, table, kind, peer, seed = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5])
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
if kind == "class":
    classes, targets = numpy.unique(train_labels.astype(str), return_inverse=True)
else:
    targets = train_labels.astype(float)


def as_categories():
    """Both parts with pandas' categories, those of the training rows."""
    parts = []
    for part in (train, test):
        part = part.copy()
        for column in categories:
            part[column] = pandas.Categorical(part[column], categories=sorted(train[column].unique()))
        parts.append(part)
    return parts


def predictions(model, rows):
    """The probabilities of the classes, or the numbers."""
    return (model.predict_proba if kind == "class" else model.predict)(rows)


def mlp():
    from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
    from sklearn.impute import SimpleImputer
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    scaled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    one_hot = OneHotEncoder(handle_unknown="ignore")
    prepared = ColumnTransformer([("numbers", scaled, numbers), ("categories", one_hot, categories)], sparse_threshold=0)
    if kind == "class":
        network = MLPClassifier(random_state=seed)
    else:  # whose 200 epochs lead nowhere from numbers of other units
        network = TransformedTargetRegressor(MLPRegressor(random_state=seed), transformer=StandardScaler())
    model = make_pipeline(prepared, network)
    return lambda: model.fit(train, targets), lambda: predictions(model, test)


def histgb():
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OrdinalEncoder

    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=numpy.nan)
    prepared = ColumnTransformer([("categories", ordinal, categories), ("numbers", "passthrough", numbers)])
    places = list(range(len(categories))) or None
    trees = HistGradientBoostingClassifier if kind == "class" else HistGradientBoostingRegressor
    model = make_pipeline(prepared, trees(categorical_features=places, random_state=seed))
    return lambda: model.fit(train, targets), lambda: predictions(model, test)


def xgboost():
    from xgboost import XGBClassifier, XGBRegressor

    rows, others = as_categories()
    trees = XGBClassifier if kind == "class" else XGBRegressor
    model = trees(enable_categorical=True, random_state=seed, n_jobs=cores)
    return lambda: model.fit(rows, targets), lambda: predictions(model, others)


def realmlp():
    from pytabkit import RealMLP_TD_Classifier, RealMLP_TD_Regressor

    rows, others = as_categories()
    medians = train[numbers].median()  # it takes no missing numbers
    rows[numbers] = rows[numbers].fillna(medians)
    others[numbers] = others[numbers].fillna(medians)
    network = RealMLP_TD_Classifier if kind == "class" else RealMLP_TD_Regressor
    model = network(device="cpu", random_state=seed, n_threads=cores, verbosity=0)
    return lambda: model.fit(rows, targets, cat_col_names=categories), lambda: predictions(model, others)


def score_classes(probabilities):
    place = {name: number for number, name in enumerate(classes)}
    own = numpy.array([probabilities[row, place[name]] if name in place else 0 for row, name in enumerate(test_labels)])
    print(f"{peer}.{table}.accuracy", numpy.mean(classes[probabilities.argmax(axis=1)] == test_labels))
    print(f"{peer}.{table}.cost", -numpy.log(numpy.clip(own, 1e-15, 1)).mean())


def score_numbers(predicted):
    actual = test_labels.astype(float)
    squares = numpy.square(predicted.ravel() - actual).mean()
    print(f"{peer}.{table}.r2", 1 - squares / actual.var())
    print(f"{peer}.{table}.rmse", numpy.sqrt(squares))


fit, predict = {"mlp": mlp, "histgb": histgb, "xgboost": xgboost, "realmlp": realmlp}[peer]()
begin = time.perf_counter()
fit()
seconds = time.perf_counter() - begin
score = {"class": score_classes, "number": score_numbers}[kind]
score(numpy.asarray(predict(), dtype=float))
print(f"{peer}.{table}.fit", seconds)
