package reference

// A browser's worker has no files: every answer is computed.

func cacheRead(string) ([]byte, bool) { return nil, false }
func cacheWrite(string, []byte)       {}
