// Times one matrix product of this project's kernels beside other libraries', on one thread.
//
// Left operands are [rows, depth]; weights [columns, depth], as linear layers have them. What a
// library can prepare once for given weights is prepared before the clock starts. The clock counts
// the thread's own time, libraries take turns, and the best turn of each is printed.
#include <cblas.h>
#include <libxsmm.h>
#include <oneapi/dnnl/dnnl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tessera_matrix.h"

typedef struct {
  size_t rows, depth, columns;
  float *left, *weights, *output;
} problem;

typedef struct contender {
  const char *name;
  /// Returns what `run` takes, or NULL if it cannot do this.
  void *(*prepare)(const problem *problem);
  void (*run)(void *prepared);
} contender;

static void *claimed(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 127) / 64 * 64);
  if (!memory) {
    fprintf(stderr, "products: no memory for %zu bytes\n", bytes);
    exit(1);
  }
  return memset(memory, 0, bytes);
}

// This project.

typedef struct {
  const problem *problem;
  tessera_rows left;
  tessera_output output;
  void *packed;
  float *scratch;
} ours;

static ours *prepare_ours(const problem *problem, bool bf16) {
  size_t depth = problem->depth, panels = tessera_panels(problem->columns);
  tessera_weights weights = {problem->weights, (ptrdiff_t)depth, 0, 1, problem->columns, 1, depth};
  ours *prepared = claimed(sizeof *prepared);
  *prepared = (ours){.problem = problem,
                     .left = {problem->left, 0, (ptrdiff_t)depth, 1, problem->rows, NULL, 0, depth},
                     .output = {problem->output, 0, (ptrdiff_t)problem->columns}};
  prepared->scratch = claimed(tessera_multiply_scratch_count(&prepared->left) * sizeof(float));
  prepared->packed = claimed(panels * tessera_panel_count(depth + 1) * sizeof(float));
  if (bf16)
    tessera_pack_bf16(&weights, 0, panels, prepared->packed);
  else
    tessera_pack(&weights, 0, panels, prepared->packed);
  return prepared;
}

static void *prepare_f32(const problem *problem) { return prepare_ours(problem, false); }
static void *prepare_bf16(const problem *problem) { return prepare_ours(problem, true); }

static void run_f32(void *prepared) {
  const ours *own = prepared;
  size_t columns = own->problem->columns;
  tessera_multiply(&own->left, own->packed, columns, 0, tessera_panels(columns), &own->output, NULL,
                   own->scratch);
}

static void run_bf16(void *prepared) {
  const ours *own = prepared;
  size_t columns = own->problem->columns;
  tessera_multiply_bf16(&own->left, own->packed, columns, 0, tessera_panels(columns), &own->output,
                        NULL, own->scratch);
}

// OpenBLAS.

static void *prepare_openblas(const problem *problem) { return (void *)problem; }

static void run_openblas(void *prepared) {
  const problem *p = prepared;
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)p->rows, (int)p->columns, (int)p->depth,
              1, p->left, (int)p->depth, p->weights, (int)p->depth, 0, p->output, (int)p->columns);
}

// libxsmm: weights as [columns / 64, depth, 64]; its kernels are column-major, so that 64 columns
// of ours are rows of theirs, and all rows of a block pass at once.

enum { XSMM_COLUMNS = 64, XSMM_DEPTH = 256, XSMM_ROWS = 320 };

typedef struct {
  const problem *problem;
  float *packed;
  int rows, depth;
  libxsmm_smmfunction first, further;
} xsmm;

static void *prepare_xsmm(const problem *p) {
  size_t blocks = (p->rows + XSMM_ROWS - 1) / XSMM_ROWS;
  size_t depth_blocks = (p->depth + XSMM_DEPTH - 1) / XSMM_DEPTH;
  if (p->columns % XSMM_COLUMNS || p->rows % blocks || p->depth % depth_blocks) return NULL;
  xsmm *prepared = claimed(sizeof *prepared);
  *prepared = (xsmm){p, claimed(p->columns * p->depth * sizeof(float)), (int)(p->rows / blocks),
                     (int)(p->depth / depth_blocks), NULL, NULL};
  for (size_t column = 0; column < p->columns; column++)
    for (size_t k = 0; k < p->depth; k++)
      prepared->packed[(column / XSMM_COLUMNS * p->depth + k) * XSMM_COLUMNS +
                       column % XSMM_COLUMNS] = p->weights[column * p->depth + k];
  int lda = XSMM_COLUMNS, ldb = (int)p->depth, ldc = (int)p->columns;
  float one = 1, zero = 0;
  prepared->first = libxsmm_smmdispatch(XSMM_COLUMNS, prepared->rows, prepared->depth, &lda, &ldb,
                                        &ldc, &one, &zero, NULL, NULL);
  prepared->further = libxsmm_smmdispatch(XSMM_COLUMNS, prepared->rows, prepared->depth, &lda, &ldb,
                                          &ldc, &one, &one, NULL, NULL);
  return prepared->first && prepared->further ? prepared : NULL;
}

static void run_xsmm(void *prepared) {
  const xsmm *own = prepared;
  const problem *p = own->problem;
  for (size_t row = 0; row < p->rows; row += (size_t)own->rows)
    for (size_t column = 0; column < p->columns; column += XSMM_COLUMNS)
      for (size_t k = 0; k < p->depth; k += (size_t)own->depth)
        (k == 0 ? own->first : own->further)(own->packed + column * p->depth + k * XSMM_COLUMNS,
                                             p->left + row * p->depth + k,
                                             p->output + row * p->columns + column);
}

// oneDNN: a matmul primitive with weights in the layout that it asks for. Rows become bfloat16 at
// every call, as they do in ours.

typedef struct {
  dnnl_stream_t stream;
  dnnl_primitive_t product, convert;
  dnnl_memory_t left, source, weights, output;
} onednn;

static void demand(dnnl_status_t status) {
  if (status != dnnl_success) {
    fprintf(stderr, "products: oneDNN gave status %d\n", status);
    exit(1);
  }
}

static dnnl_engine_t engine(void) {
  static dnnl_engine_t shared;
  if (!shared) demand(dnnl_engine_create(&shared, dnnl_cpu, 0));
  return shared;
}

static dnnl_memory_t memory_of(const dnnl_memory_desc_t *layout, void *values) {
  dnnl_memory_t memory;
  if (!values) values = claimed(dnnl_memory_desc_get_size(layout));
  demand(dnnl_memory_create(&memory, layout, engine(), values));
  return memory;
}

static dnnl_primitive_t reorder(const dnnl_memory_desc_t *from, const dnnl_memory_desc_t *to) {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  demand(dnnl_reorder_primitive_desc_create(&description, from, engine(), to, engine(), NULL));
  demand(dnnl_primitive_create(&primitive, description));
  return primitive;
}

static void execute_reorder(dnnl_primitive_t primitive, dnnl_stream_t stream, dnnl_memory_t from,
                            dnnl_memory_t to) {
  dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
  demand(dnnl_primitive_execute(primitive, stream, 2, arguments));
}

static onednn *prepare_onednn(const problem *p, dnnl_data_type_t type) {
  int64_t rows = (int64_t)p->rows, depth = (int64_t)p->depth, columns = (int64_t)p->columns;
  dnnl_dims_t left_shape = {rows, depth}, shape = {depth, columns}, result = {rows, columns};
  dnnl_memory_desc_t left, source, given, any, output;
  demand(dnnl_memory_desc_init_by_tag(&left, 2, left_shape, dnnl_f32, dnnl_ab));
  demand(dnnl_memory_desc_init_by_tag(&source, 2, left_shape, type, dnnl_ab));
  demand(dnnl_memory_desc_init_by_tag(&given, 2, shape, dnnl_f32, dnnl_ba));
  demand(dnnl_memory_desc_init_by_tag(&any, 2, shape, type, dnnl_format_tag_any));
  demand(dnnl_memory_desc_init_by_tag(&output, 2, result, dnnl_f32, dnnl_ab));
  dnnl_matmul_desc_t matmul;
  dnnl_primitive_desc_t description;
  demand(dnnl_matmul_desc_init(&matmul, &source, &any, NULL, &output));
  if (dnnl_primitive_desc_create(&description, &matmul, NULL, engine(), NULL) != dnnl_success)
    return NULL;
  onednn *own = claimed(sizeof *own);
  demand(dnnl_primitive_create(&own->product, description));
  demand(dnnl_stream_create(&own->stream, engine(), dnnl_stream_default_flags));
  const dnnl_memory_desc_t *wanted =
      dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0);
  dnnl_memory_t unordered = memory_of(&given, p->weights);
  own->weights = memory_of(wanted, NULL);
  own->left = memory_of(&left, p->left);
  own->source = type == dnnl_f32 ? own->left : memory_of(&source, NULL);
  own->output = memory_of(&output, p->output);
  if (type != dnnl_f32) own->convert = reorder(&left, &source);
  execute_reorder(reorder(&given, wanted), own->stream, unordered, own->weights);
  return own;
}

static void *prepare_onednn_f32(const problem *p) { return prepare_onednn(p, dnnl_f32); }
static void *prepare_onednn_bf16(const problem *p) { return prepare_onednn(p, dnnl_bf16); }

static void run_onednn(void *prepared) {
  const onednn *own = prepared;
  if (own->convert) execute_reorder(own->convert, own->stream, own->left, own->source);
  dnnl_exec_arg_t arguments[] = {{DNNL_ARG_SRC, own->source},
                                 {DNNL_ARG_WEIGHTS, own->weights},
                                 {DNNL_ARG_DST, own->output}};
  demand(dnnl_primitive_execute(own->product, own->stream, 3, arguments));
}

// The measurement.

static const contender contenders[] = {
    {"Tessera f32", prepare_f32, run_f32},
    {"OpenBLAS", prepare_openblas, run_openblas},
    {"libxsmm", prepare_xsmm, run_xsmm},
    {"oneDNN f32", prepare_onednn_f32, run_onednn},
    {"Tessera bf16", prepare_bf16, run_bf16},
    {"oneDNN bf16", prepare_onednn_bf16, run_onednn},
};

enum { CONTENDERS = sizeof contenders / sizeof *contenders, ROUNDS = 9 };

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void check(const problem *p, const float *expected, const char *name, float tolerance) {
  for (size_t i = 0; i < p->rows * p->columns; i++) {
    float difference = p->output[i] - expected[i];
    if (!(difference <= tolerance && difference >= -tolerance)) {
      fprintf(stderr, "products: %s gives %g, not %g\n", name, p->output[i], expected[i]);
      exit(1);
    }
  }
}

static void measure(size_t rows, size_t depth, size_t columns) {
  problem p = {rows, depth, columns, claimed(rows * depth * sizeof(float)),
               claimed(columns * depth * sizeof(float)), claimed(rows * columns * sizeof(float))};
  for (size_t i = 0; i < rows * depth; i++) p.left[i] = (float)(i * 7919 % 257) / 128 - 1;
  for (size_t i = 0; i < columns * depth; i++) p.weights[i] = (float)(i * 104729 % 251) / 125 - 1;
  float *expected = claimed(rows * columns * sizeof(float));
  void *prepared[CONTENDERS];
  double best[CONTENDERS], operations = 2.0 * (double)rows * (double)depth * (double)columns;
  run_openblas(&p);
  memcpy(expected, p.output, rows * columns * sizeof(float));
  for (int i = 0; i < CONTENDERS; i++) {
    best[i] = 1e9;
    prepared[i] = contenders[i].prepare(&p);
    if (!prepared[i]) continue;
    contenders[i].run(prepared[i]);
    bool rounded = strstr(contenders[i].name, "bf16") != NULL;
    check(&p, expected, contenders[i].name, (rounded ? 2e-2f : 1e-3f) * (1 + (float)depth / 16));
  }
  int turns = 1 + (int)(5e8 / operations);
  for (int round = 0; round < ROUNDS; round++)
    for (int i = 0; i < CONTENDERS; i++) {
      if (!prepared[i]) continue;
      contenders[i].run(prepared[i]);
      double start = seconds();
      for (int turn = 0; turn < turns; turn++) contenders[i].run(prepared[i]);
      double taken = (seconds() - start) / turns;
      if (taken < best[i]) best[i] = taken;
    }
  printf("| %zu × %zu → %zu |", rows, depth, columns);
  for (int i = 0; i < CONTENDERS; i++)
    if (prepared[i])
      printf(" %.0f |", operations / best[i] * 1e-9);
    else
      printf(" – |");
  puts("");
  fflush(stdout);
}

int main(void) {
  openblas_set_num_threads(1);
  printf("OpenBLAS kernels: %s; level of Tessera's: %d. GFLOP/s on one thread.\n\n",
         openblas_get_corename(), tessera_matrix_level());
  printf("| Rows × depth → columns |");
  for (int i = 0; i < CONTENDERS; i++) printf(" %s |", contenders[i].name);
  printf("\n| :-- |");
  for (int i = 0; i < CONTENDERS; i++) printf(" --: |");
  puts("");
  const size_t shapes[][3] = {
      {289, 1024, 3072},  {289, 1024, 1024}, {289, 1024, 4096},  {289, 4096, 1024},
      {2312, 1024, 3072}, {2312, 1024, 1024}, {2312, 1024, 4096}, {2312, 4096, 1024},
      {32, 12, 4096},     {32, 64, 8192},
  };
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    measure(shapes[i][0], shapes[i][1], shapes[i][2]);
  return 0;
}
