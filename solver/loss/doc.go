// Package loss evaluates the K losses of a problem on a network: their values and one gradient per loss.
//
// Lines of the problem that live on the same points form a group: one forward sweep with the union of their jet channels, and one
// reverse sweep per loss. Groups are cut into blocks of points, blocks are dealt to a fixed number of shards, and shards are
// added in a fixed order, so that the result has the same bits for any number of workers.
package loss
