# For bench/run and bench/jmh, which source it: finds the JDK as the launcher does, and builds the benchmarks on first
# use and after changes. Expects $here, this folder; leaves $root, $jdk and $classpath.
# shellcheck shell=sh disable=SC2034,SC2154 # variables that are the other file's
root=$(dirname "$here")
# what a shell may set for one library alone would make programs unequal
unset OPENBLAS_CORETYPE OPENBLAS_NUM_THREADS MKL_NUM_THREADS MKL_DEBUG_CPU_TYPE ONEDNN_MAX_CPU_ISA DNNL_MAX_CPU_ISA \
    ATEN_CPU_CAPABILITY OMP_NUM_THREADS OMP_WAIT_POLICY GOMP_SPINCOUNT KMP_BLOCKTIME KMP_AFFINITY
target=$here/target
jdk=$(GRAFT_SHOW_JDK=1 "$root/graft")

build() {
    if [ ! -s "$target/graft.classpath" ] || [ ! -s "$target/graft-bench.jar" ] ||
        [ -n "$(find "$root/pom.xml" "$root/core/pom.xml" "$root/core/src/main" "$root"/weights/*/src/main "$here/pom.xml" "$here/src/main" \
            -newer "$target/graft.classpath" | head -n 1)" ]; then
        echo "Building the benchmarks ..." >&2
        # shellcheck disable=SC2086 # several options in one variable
        (cd "$root" && JAVA_HOME=$jdk MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
            sh ./mvnw -q -B -Dmaven.test.skip=true -pl bench -am ${GRAFT_MAVEN_OPTS:-} package </dev/null >&2)
    fi
    classpath=$target/graft-bench.jar:$(cat "$target/graft.classpath")
}
