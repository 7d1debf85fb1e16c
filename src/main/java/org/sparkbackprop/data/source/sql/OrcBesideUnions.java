package org.sparkbackprop.data.source.sql;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.orc.mapred.OrcStruct;
import org.apache.orc.mapreduce.OrcMapreduceRecordReader;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.RecordReaderIterator;
import org.apache.spark.sql.execution.datasources.orc.OrcDeserializer;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;

/**
 * Reads ORC files with columns of unions, which Spark has no type for. Spark's own reader converts
 * the types of all columns of a file, and refuses it for one that is not selected. This one tells
 * ORC the selected columns by name, and leaves the values to Spark, row by row.
 *
 * <p>Public because Spark instantiates it by the name of its class.
 */
public final class OrcBesideUnions implements FileFormat, Serializable {

  private static final long serialVersionUID = 1;

  /** Empty: the schema is always given. */
  @Override
  public Option<StructType> inferSchema(
      SparkSession session, Map<String, String> options, Seq<FileStatus> files) {
    return Option.empty();
  }

  @Override
  public boolean isSplitable(SparkSession session, Map<String, String> options, Path path) {
    return true;
  }

  /** Not supported: throws UnsupportedOperationException. */
  @Override
  public OutputWriterFactory prepareWrite(
      SparkSession session, Job job, Map<String, String> options, StructType schema) {
    throw new UnsupportedOperationException("these files are only read");
  }

  @Override
  public Function1<PartitionedFile, Iterator<InternalRow>> buildReader(
      SparkSession session,
      StructType dataSchema,
      StructType partitionSchema,
      StructType requiredSchema,
      Seq<Filter> filters,
      Map<String, String> options,
      Configuration hadoop) {
    return new Opening(
        requiredSchema,
        new JavaSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(hadoop)));
  }

  /** Opens a split of a file. */
  private static final class Opening
      extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>> implements Serializable {

    private static final long serialVersionUID = 1;

    private final StructType required;
    private final Broadcast<SerializableConfiguration> hadoop;

    Opening(StructType required, Broadcast<SerializableConfiguration> hadoop) {
      this.required = required;
      this.hadoop = hadoop;
    }

    /** The rows; each is valid until the next. */
    @Override
    public Iterator<InternalRow> apply(PartitionedFile file) {
      try {
        Path path = file.toPath();
        Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(hadoop.value().value()));
        RecordReaderIterator<OrcStruct> rows =
            new RecordReaderIterator<>(
                new OrcMapreduceRecordReader<OrcStruct>(
                    reader,
                    reader
                        .options()
                        .schema(requiredOf(reader.getSchema()))
                        .range(file.start(), file.length())));
        TaskContext.get()
            .addTaskCompletionListener((TaskCompletionListener) context -> rows.close());
        int[] places = IntStream.range(0, required.size()).toArray();
        return rows.map(new OrcDeserializer(required, places)::deserialize);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private TypeDescription requiredOf(TypeDescription all) {
      TypeDescription schema = TypeDescription.createStruct();
      for (String name : required.fieldNames()) {
        schema.addField(name, all.getChildren().get(all.getFieldNames().indexOf(name)).clone());
      }
      return schema;
    }
  }
}
