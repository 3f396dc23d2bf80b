#include <cblas.h>

// OpenBLAS carries LAPACK's Fortran routines but Debian's header declares only the BLAS ones.
// dsyevd: eigenvalues and eigenvectors of a real symmetric matrix, divide and conquer.
void dsyevd_(const char *job, const char *triangle, const int *order, double *matrix,
             const int *leadingDimension, double *eigenvalues, double *workspace,
             const int *workspaceCount, int *integerWorkspace, const int *integerWorkspaceCount,
             int *status);
