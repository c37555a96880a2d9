// Package expr holds expressions: the words of the residual language (lexer, parser, syntax trees, MathML), the hash-consed graph
// that residuals become, its symbolic derivatives, and the tape that evaluates residuals and their adjoints on rows of points.
//
// Three forms follow one another. A Tree is what the user wrote, with its place in the text. A Graph node (ID) is what it means:
// names resolved, derivatives carried down to leaves D^alpha u. A Program is how residuals that share points are computed; a Tape
// runs it.
package expr
