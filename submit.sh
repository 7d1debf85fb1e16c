#!/usr/bin/env bash
# Starts spark-backprop: ./submit.sh [spark-submit options] COMMAND [arguments]
#
# Spark is $SPARK_HOME/bin/spark-submit or a spark-submit on the PATH. Where there is none, Spark's
# own SparkSubmit is started from its Maven artifacts, in local mode on all cores unless told
# otherwise. In a checkout, what is missing or older than the sources is built first; a release
# archive needs no Maven.
set -euo pipefail

home=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
main_class=org.sparkbackprop.cli.Main

say() { echo "submit.sh: $*" >&2; }
fail() { say "$2"; exit "$1"; }

# --- the arguments: spark-submit's options, then ours ---------------------------------------------
spark_options=()
master=
own_memory=
while (($# > 0)); do
  case $1 in
    --help | -h | --version | -V) break ;;
    --verbose | -v | --supervise) spark_options+=("$1"); shift ;;
    --*=*) spark_options+=("${1%%=*}" "${1#*=}"); shift ;;
    -*)
      (($# > 1)) || fail 64 "option $1 has no value"
      spark_options+=("$1" "$2"); shift 2 ;;
    *) break ;;
  esac
done
for ((i = 0; i < ${#spark_options[@]}; i++)); do
  case ${spark_options[i]} in
    --master) master=${spark_options[i + 1]} ;;
    --driver-memory) own_memory=yes ;;
    --conf | -c)
      case ${spark_options[i + 1]} in
        spark.master=*) master=${spark_options[i + 1]#*=} ;;
        spark.driver.memory=*) own_memory=yes ;;
      esac ;;
  esac
done
if (($# == 0)); then
  set -- train "$home/conf/clouds.conf"
fi

# --- Java -----------------------------------------------------------------------------------------
if [[ -n ${JAVA_HOME:-} ]]; then
  java=$JAVA_HOME/bin/java
else
  java=$(command -v java) || fail 69 "no Java found: install a JDK 17, or set JAVA_HOME to one"
fi
[[ -x $java ]] || fail 69 "JAVA_HOME=$JAVA_HOME has no bin/java: set it to a JDK 17"

# --- Spark ----------------------------------------------------------------------------------------
if [[ -n ${SPARK_HOME:-} && -x $SPARK_HOME/bin/spark-submit ]]; then
  spark_submit=$SPARK_HOME/bin/spark-submit
else
  spark_submit=$(command -v spark-submit || true)
fi

# --- what has to be built -------------------------------------------------------------------------
maven() {
  command -v mvn > /dev/null || fail 69 "Maven is needed once, to build: install it (mvn on the PATH)"
  (cd -- "$home" && mvn -B -q -Dstyle.color=never "$@" >&2) || fail 70 "the build failed; see what Maven says above"
}

newest_jar() {
  local jar found=
  for jar in "$home"/spark-backprop-*.jar "$home"/target/spark-backprop-*.jar; do
    [[ -f $jar && ( -z $found || $jar -nt $found ) ]] && found=$jar
  done
  printf '%s' "$found"
}

jar=$(newest_jar)
if [[ -f $home/pom.xml ]]; then
  if [[ -z $jar ]]; then
    say "building the application (once; the first time Maven also fetches Spark, some minutes)"
    maven -DskipTests package
  elif [[ -n $(find "$home/pom.xml" "$home/src/main" -newer "$jar" -print -quit) ]]; then
    say "the sources are newer than the application: building it again"
    # the build adds to Spark's artifacts and removes none: other versions would stay beside the new
    [[ $home/pom.xml -nt $jar ]] && rm -rf -- "$home/target/spark"
    maven -DskipTests package
  fi
  jar=$(newest_jar)
fi
[[ -n $jar ]] || fail 70 "there is no spark-backprop-*.jar in $home"

if [[ -z $spark_submit ]]; then
  spark_home=$home/target/spark
  if ! compgen -G "$spark_home/jars/spark-core_*.jar" > /dev/null; then
    [[ -f $home/pom.xml ]] \
      || fail 69 "no spark-submit found: set SPARK_HOME to a Spark 4.2, or put its bin on the PATH"
    say "gathering Spark's artifacts (once)"
    maven dependency:copy-dependencies@spark-jars
  fi
fi

# --- local mode: loopback, half of the memory, one BLAS thread a task ------------------------------
half_of_memory() {
  local kilobytes limit=
  kilobytes=$(awk '/^MemTotal:/ {print $2}' /proc/meminfo 2> /dev/null || true)
  [[ -r /sys/fs/cgroup/memory.max ]] && limit=$(< /sys/fs/cgroup/memory.max)
  if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1024 < ${kilobytes:-0})); then
    kilobytes=$((limit / 1024))
  fi
  echo $((${kilobytes:-4194304} / 2048))m
}
case ${master:-local} in
  local*)
    if [[ -n $master || -z $spark_submit ]]; then # an installed Spark has its own default master
      export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
      if [[ -z $own_memory ]]; then
        export SPARK_DRIVER_MEMORY=${SPARK_DRIVER_MEMORY:-$(half_of_memory)}
      fi
    fi ;;
esac
export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}

# --- the terminal is for progress; what Spark has to say goes to a file ----------------------------
if [[ -t 1 ]]; then
  columns=$(stty size < /dev/tty 2> /dev/null | cut -d' ' -f2 || true)
  export SPARK_BACKPROP_COLUMNS=${columns:-80}
else
  unset SPARK_BACKPROP_COLUMNS
fi
log=${SPARK_BACKPROP_LOG:-logs/$(date -u +%Y%m%dT%H%M%SZ)-$$.log}
log_options="\"-Dlog4j2.configurationFile=$home/conf/log4j2.properties\" \"-Dspark-backprop.log=$log\""
export SPARK_SUBMIT_OPTS="$log_options ${SPARK_SUBMIT_OPTS:-}"

# --- start ----------------------------------------------------------------------------------------
if [[ -n $spark_submit ]]; then
  # (the + form: older bashes take an empty array for an unset one)
  exec "$spark_submit" ${spark_options[@]+"${spark_options[@]}"} --class "$main_class" "$jar" "$@"
fi

# As Spark's own scripts do: the launcher says the command, so that the JVM's options are Spark's.
export SPARK_HOME=$spark_home SPARK_SCALA_VERSION=2.13
launcher_path=$(printf '%s:' "$spark_home"/jars/{spark-launcher,spark-common-utils,scala-library,slf4j-api}*.jar)

# command_of [spark-submit options] JAR [arguments]: leaves the words of the command in ${command[@]}
command_of() {
  local messages word code
  command=()
  # It prints messages, a NUL and a line break, then the words of the command, each ended by a NUL.
  {
    IFS= read -r -d '' messages || true
    [[ -z $messages ]] || echo "$messages" >&2
    IFS= read -r _ || true
    while IFS= read -r -d '' word; do
      command+=("$word")
    done
  } < <("$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$launcher_path" \
    org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit --class "$main_class" "$@" \
    && printf '0\0' || printf '1\0')
  code=${command[${#command[@]} - 1]}
  unset "command[${#command[@]} - 1]"
  ((code == 0)) || fail 69 "Spark's launcher did not start; see above, and that $java is a JDK 17"
}

# Spark's classes, loaded and verified once and for all (class data sharing): the start takes 2 s less.
# What does not fit, an archive of another class path say, the JVM ignores.
quiet='-Xlog:cds=off -Xlog:cds+dynamic=off'
java_home=$(dirname -- "$(dirname -- "$(readlink -f -- "$java")")")
archive=$spark_home/classes-$(cksum <<< "$java_home" | cut -d' ' -f1).jsa
if [[ ! -e $archive || $java_home/lib/modules -nt $archive || $spark_home/jars -nt $archive ]]; then
  say "preparing for quicker starts (once)"
  trial=$(mktemp -d)
  command_of --driver-java-options "\"-XX:ArchiveClassesAtExit=$archive.$$\" $quiet" "$jar" \
    train "$home/conf/clouds.conf" --set training.epochs=100 --output "$trial/run"
  "${command[@]}" > /dev/null 2>&1 && [[ -f $archive.$$ ]] || : > "$archive.$$"
  mv -f -- "$archive.$$" "$archive"
  rm -rf -- "$trial"
fi
if [[ -s $archive ]]; then
  SPARK_SUBMIT_OPTS="\"-XX:SharedArchiveFile=$archive\" $quiet $SPARK_SUBMIT_OPTS"
fi
command_of ${spark_options[@]+"${spark_options[@]}"} "$jar" "$@"
exec "${command[@]}"
