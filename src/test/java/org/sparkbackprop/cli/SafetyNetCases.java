package org.sparkbackprop.cli;

import java.util.List;

/**
 * What the safety net holds: each way of training and each format once, small, and all commands.
 *
 * <p>Where no more than twelve numbers join two layers, double precision has the same bits with any
 * BLAS, on any machine; so have sparse rows. All cases are of that kind but the one that says
 * otherwise. {@code blas = java} keeps out what a native library may have to warn of.
 */
final class SafetyNetCases {

  private static final String CLOUDS =
      """
      recipe = textbook
      input { format = clouds, clouds.samples = 40 }
      training { epochs = 20, record-every = 10, partitions = 1 }
      optimizer { learning-rate = 0.05 }
      blas = java
      """;

  private SafetyNetCases() {}

  static List<SafetyNetCase> all() {
    return List.of(
        textbook(),
        partitions(),
        localSgd(),
        singlePrecision(),
        momentumAndCheckpoints(),
        lbfgs(),
        lineSearch(),
        learningRateFound(),
        iris(),
        mixedColumns(),
        groupsAndDays(),
        sparse(),
        images(),
        objects(),
        columnar(),
        database(),
        divergence(),
        stopping(),
        retraining(),
        errors(),
        help());
  }

  private static SafetyNetCase textbook() {
    return SafetyNetCase.named("textbook")
        .with("points.csv", "x2,x1\n-2,0\n2,2\n2,-2\n0.5,0.25\n")
        .runs(
            "train conf/clouds.conf --set training.epochs=30 --set training.record-every=15"
                + " --set blas=java --output DIR/run",
            "train conf/clouds.conf --set blas=java --output DIR/run",
            "train conf/clouds.conf --set training.epochs=2 --set training.record-every=1"
                + " --set optimizer.learning-rate=1e-4 --set blas=java --output DIR/run --overwrite",
            "plan conf/clouds.conf --set blas=java",
            "evaluate --model DIR/run --input conf/clouds.conf --set blas=java --output"
                + " DIR/evaluation",
            "predict --model DIR/run --input DIR/points.csv --output DIR/predictions",
            "inspect --model DIR/run/model",
            "check-gradients conf/clouds.conf --samples 20 --set blas=java",
            "descend");
  }

  private static SafetyNetCase partitions() {
    return SafetyNetCase.named("partitions")
        .with(
            "case.conf",
            CLOUDS + "training { partitions = 3, epochs-per-job = 1 }, regularization.l2 = 0.001")
        .runs(
            "train DIR/case.conf --output DIR/run",
            "train DIR/case.conf --set training.epochs-per-job=auto --output DIR/in-task",
            "plan DIR/case.conf --executors 4 --cores 2 --bandwidth 10Gbit --rows 1000000");
  }

  private static SafetyNetCase localSgd() {
    return SafetyNetCase.named("local-sgd")
        .with(
            "case.conf",
            CLOUDS
                + """
                network { hidden = [3, 3], activation = relu }
                training {
                  method = local-sgd, partitions = 2, batch-size = 8, rounds-per-epoch = 2
                  outer-momentum = 0.5
                }
                optimizer {
                  name = adam, schedule { shape = step, warm-up = 2, drop-every = 8, drop-to = 0.5 }
                }
                regularization.dropout = 0.2
                """)
        .runs(
            "train DIR/case.conf --output DIR/run",
            "train DIR/case.conf --set training.partitions=1"
                + " --set optimizer.schedule.shape=linear --output DIR/one");
  }

  private static SafetyNetCase singlePrecision() {
    return SafetyNetCase.named("single-precision")
        .withBitsOfTheKernel()
        .with(
            "case.conf",
            CLOUDS
                + """
                network.hidden = [6]
                training { method = local-sgd, partitions = 2, batch-size = 16, precision = float }
                optimizer { name = adam, schedule { shape = cosine, end = 0.1 } }
                regularization.dropout = 0.1
                """)
        .runs("train DIR/case.conf --output DIR/run");
  }

  private static SafetyNetCase momentumAndCheckpoints() {
    return SafetyNetCase.named("momentum-and-checkpoints")
        .with(
            "case.conf",
            CLOUDS
                + """
                optimizer { name = momentum, nesterov = true }
                training.checkpoint-every = 5
                """)
        .runs(
            "train DIR/case.conf --set training.epochs=10 --output DIR/run",
            "train DIR/case.conf --output DIR/run --resume",
            "train DIR/case.conf --output DIR/run --resume",
            "train DIR/case.conf --set training.seed=2 --output DIR/run --resume",
            "train DIR/case.conf --output DIR/whole");
  }

  private static SafetyNetCase lbfgs() {
    return SafetyNetCase.named("l-bfgs")
        .with(
            "case.conf",
            CLOUDS + "optimizer { name = l-bfgs, learning-rate = 1, l-bfgs.history = 4 }")
        .runs("train DIR/case.conf --output DIR/run");
  }

  private static SafetyNetCase lineSearch() {
    return SafetyNetCase.named("line-search")
        .with("case.conf", CLOUDS + "optimizer { learning-rate = 50, line-search = backtracking }")
        .runs("train DIR/case.conf --output DIR/run");
  }

  private static SafetyNetCase learningRateFound() {
    return SafetyNetCase.named("learning-rate-found")
        .with("case.conf", CLOUDS + "optimizer.learning-rate = auto")
        .runs("train DIR/case.conf --output DIR/run");
  }

  private static SafetyNetCase iris() {
    return SafetyNetCase.named("iris")
        .runs(
            "train conf/iris.conf --set training.epochs=60 --set training.record-every=20"
                + " --set network.hidden=[3] --set validation.seed=4 --set stopping.patience=2"
                + " --set training.class-weights={virginica=2} --set blas=java --output DIR/run",
            "plan conf/iris.conf --set blas=java",
            "evaluate --model DIR/run --input data/iris/iris.csv --output DIR/evaluation",
            "predict --model DIR/run --input data/iris/iris.csv --output DIR/predictions",
            "predict --model DIR/run --input data/iris/iris.csv --output DIR/predictions");
  }

  private static SafetyNetCase mixedColumns() {
    return SafetyNetCase.named("mixed-columns")
        .with("rows.csv", SafetyNetRows.mixed(120))
        .with(
            "case.conf",
            """
            recipe = textbook
            input {
              format = csv, path = DIR/rows.csv, weight = weight, booleans = [new]
              categories = [colour], missing-texts = ["", "n/a"]
              bad-rows = quarantine, max-bad-rows = 0.1
            }
            preparation { standardisation = min-max, missing = mean, unknown-categories = zeros }
            validation.fraction = 0.25
            network { hidden = [2], activation = tanh }
            training { epochs = 20, record-every = 10, class-weights = balanced }
            blas = java
            """)
        .with(
            "new.csv",
            "size,length,colour,new,label\n1,n/a,pink,1,small\n3,-1,red,0,large\nx,1,red,0,x\n")
        .runs(
            "train DIR/case.conf --output DIR/run",
            "train DIR/case.conf --set input.bad-rows=fail --output DIR/failed",
            "predict --model DIR/run --input DIR/new.csv --keep-bad-rows"
                + " --set input.max-bad-rows=0.5 --output DIR/predictions",
            "evaluate --model DIR/run --input DIR/case.conf --output DIR/evaluation",
            "inspect --model DIR/run");
  }

  private static SafetyNetCase groupsAndDays() {
    return SafetyNetCase.named("groups-and-days")
        .with("rows.csv", SafetyNetRows.visits(160))
        .with(
            "case.conf",
            """
            recipe = textbook
            input { format = csv, path = DIR/rows.csv, label = bought, ignore = [customer, day] }
            preparation.standardisation = z-score
            validation.fraction = 0.2, test.fraction = 0.1
            network.activation = relu
            training { epochs = 10, record-every = 5 }
            blas = java
            """)
        .runs(
            "train DIR/case.conf --set validation.group-by=[customer] --output DIR/groups",
            "train DIR/case.conf --set validation.order-by=day --output DIR/days");
  }

  private static SafetyNetCase sparse() {
    return SafetyNetCase.named("sparse")
        .with("train.txt", SafetyNetRows.sparse(90, 1))
        .with("test.txt", SafetyNetRows.sparse(20, 2))
        .with(
            "case.conf",
            """
            recipe = textbook
            input { format = libsvm, path = DIR/train.txt, layout = sparse }
            test.path = DIR/test.txt
            training { epochs = 20, record-every = 10, partitions = 2 }
            optimizer.learning-rate = 1
            blas = java
            """)
        .runs(
            "train DIR/case.conf --output DIR/run",
            "predict --model DIR/run --input DIR/test.txt --output DIR/predictions");
  }

  private static SafetyNetCase images() {
    return SafetyNetCase.named("images")
        .with(SafetyNetRows::writeImages)
        .with(
            "case.conf",
            """
            recipe = textbook
            input { format = idx, path = DIR/train-images, labels = DIR/train-labels }
            validation { path = DIR/held-images, labels = DIR/held-labels }
            training { epochs = 20, record-every = 10 }
            optimizer.learning-rate = 1
            blas = java
            """)
        .runs(
            "train DIR/case.conf --output DIR/run",
            "predict --model DIR/run --input DIR/held-images --output DIR/predictions");
  }

  private static SafetyNetCase objects() {
    return SafetyNetCase.named("objects")
        .with("rows.jsonl", SafetyNetRows.objects(80))
        .with(
            "case.conf",
            """
            recipe = textbook
            input {
              format = json, path = DIR/rows.jsonl, key = [id], features = [at.x, v]
              vectors = { v = 2 }
            }
            validation.fraction = 0.2
            training { epochs = 20, record-every = 10 }
            blas = java
            """)
        .runs("train DIR/case.conf --output DIR/run");
  }

  private static SafetyNetCase columnar() {
    return SafetyNetCase.named("columnar")
        .with(SafetyNetRows::writeColumnar)
        .with(
            "case.conf",
            """
            recipe = textbook
            input { format = parquet, path = DIR/rows.parquet, ignore = [id], vectors = { v = 2 } }
            preparation.standardisation = z-score
            training { epochs = 20, record-every = 10 }
            blas = java
            """)
        .runs(
            "train DIR/case.conf --output DIR/parquet",
            "train DIR/case.conf --set input.format=orc --set input.path=DIR/rows.orc"
                + " --output DIR/orc");
  }

  private static SafetyNetCase database() {
    return SafetyNetCase.named("database")
        .with(SafetyNetRows::writeDatabase)
        .with(
            "case.conf",
            """
            recipe = textbook
            input {
              format = jdbc, label = again, key = [id]
              jdbc { url = "jdbc:sqlite:DIR/rows.db", table = clicks }
            }
            preparation { standardisation = z-score, missing = 0 }
            validation.fraction = 0.2
            training { epochs = 20, record-every = 10 }
            blas = java
            """)
        .runs(
            "train DIR/case.conf --output DIR/run",
            "train DIR/case.conf --set input.jdbc.table=absent --output DIR/absent");
  }

  private static SafetyNetCase divergence() {
    return SafetyNetCase.named("divergence")
        .with(
            "case.conf",
            CLOUDS
                + """
                network.activation = relu
                training.record-every = 1
                optimizer { learning-rate = 1e150, gradient = sum }
                """)
        .runs("train DIR/case.conf --output DIR/run");
  }

  private static SafetyNetCase stopping() {
    return SafetyNetCase.named("stopping")
        .with("case.conf", CLOUDS + "training { record-every = 5 }, optimizer.learning-rate = 1")
        .runs(
            "train DIR/case.conf --set stopping.accuracy=0.6 --output DIR/accuracy",
            "train DIR/case.conf --set stopping.cost=1 --output DIR/cost",
            "train DIR/case.conf --set stopping.gradient-norm=10 --output DIR/gradient");
  }

  private static SafetyNetCase retraining() {
    return SafetyNetCase.named("retraining")
        .with("n1.csv", SafetyNetRows.kinds(160, 1, 2))
        .with("n2.csv", SafetyNetRows.kinds(160, 2, 2))
        .with("n3.csv", SafetyNetRows.kinds(160, 3, -2))
        .with("n4.csv", SafetyNetRows.kinds(6, 4, 2))
        .with(
            "case.conf",
            """
            recipe = textbook
            input { format = csv, path = "DIR/"${run.id}".csv", label = kind }
            validation.fraction = 0.3
            network { hidden = [3], activation = tanh }
            training { epochs = 20, record-every = 10 }
            optimizer { name = adam, learning-rate = 0.05 }
            retrain { root = DIR/models, name = kinds, gate { accuracy-floor = 0.8, tolerance = 0.1 } }
            blas = java
            """)
        .runs(
            "versions DIR/case.conf",
            "retrain DIR/case.conf --run-id n1",
            "retrain DIR/case.conf --run-id n1",
            "retrain DIR/case.conf --run-id n1 --set training.seed=2",
            "retrain DIR/case.conf --run-id n2",
            "retrain DIR/case.conf --run-id n3 --set training.epochs=1 --fail-on-reject",
            "retrain DIR/case.conf --run-id n4",
            "versions DIR/case.conf",
            "compare DIR/case.conf n1-g1 n2-g2",
            "compare DIR/case.conf n1-g1 n2-g2 --input DIR/n3.csv",
            "retrain DIR/case.conf --rollback",
            "retrain DIR/case.conf --rollback=n2-g2",
            "retrain DIR/case.conf --rollback=n9-g9",
            "versions DIR/case.conf");
  }

  private static SafetyNetCase errors() {
    return SafetyNetCase.named("errors")
        .with("unparsable.conf", "input { format = ")
        .with(
            "wrong.conf",
            """
            recipe = textbook
            input { format = cvs, lable = x }
            network { hidden = [3, 0], activation = step }
            training { epochs = -1, precision = half, partitions = many, method = local-sdg }
            optimizer { name = adma, learning-rate = 0 }
            """)
        .with(
            "table.conf",
            "recipe = textbook, input { format = csv, path = DIR/rows.csv }\n"
                + "retrain.root = DIR/models, blas = java")
        .with("rows.csv", "x,label\n1,a\none,b\n")
        .with("file", "")
        .runs(
            "fly",
            "train",
            "train conf/clouds.conf --sett x=1",
            "train DIR/absent.conf",
            "train DIR/unparsable.conf",
            "train DIR/wrong.conf --output DIR/run",
            "train conf/clouds.conf --overwrite --resume --output DIR/run",
            "train conf/clouds.conf --output DIR/file/run",
            "train DIR/table.conf --output DIR/bad-data",
            "train DIR/table.conf --set input.path=DIR/absent.csv --output DIR/absent",
            "train DIR/table.conf --set input.label=y --output DIR/no-label",
            "inspect --model DIR/nothing",
            "evaluate --model DIR/nothing --input DIR/rows.csv",
            "predict --model DIR/nothing --input DIR/rows.csv",
            "plan DIR/table.conf --executors 0",
            "retrain DIR/table.conf",
            "versions DIR/absent.conf",
            "compare DIR/table.conf a b");
  }

  private static SafetyNetCase help() {
    return SafetyNetCase.named("help")
        .runs(
            "--help",
            "train --help",
            "retrain --help",
            "versions --help",
            "compare --help",
            "plan --help",
            "evaluate --help",
            "predict --help",
            "inspect --help",
            "check-gradients --help",
            "descend --help");
  }
}
