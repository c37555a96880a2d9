//go:build native

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certified writes a certificate of 127.0.0.1 that vouches for itself, and its key.
func certified(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "counterpoint"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true,
	}
	public, err := x509.CreateCertificate(rand.Reader, about, about, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: public}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// A sweep with a certificate of its own takes workers that trust it; others are refused and told what to give.
func TestWorkerOverTLS(t *testing.T) {
	cert, key := certified(t)
	dir, address := t.TempDir(), freeAddress(t)
	queue := begun(t, append([]string{"sweep", "--out", dir, "--listen", address, "--no-work", "--tls-cert", cert, "--tls-key", key, "--problems", "heat"}, tiny...)...)
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"tls://" + address}, "--tls-ca"},
		{[]string{"nats://" + address}, "--tls-ca"},
		{[]string{"tls://" + address, "--tls-ca", key}, "holds no certificate"},
		{[]string{"tls://" + address, "--tls-ca", cert, "--token", "guess"}, "token was refused"},
	} {
		w := begun(t, append([]string{"worker"}, tt.args...)...)
		if code := w.code(); code != 2 || !strings.Contains(w.stderr.String(), tt.says) {
			t.Errorf("%q: exit code %d, %s", tt.args, code, &w.stderr)
		}
	}
	if n := countRows(dir); n != 0 {
		t.Errorf("%d rows of refused workers", n)
	}
	trusting := begun(t, "worker", "tls://"+address, "--tls-ca", cert)
	if code := trusting.code(); code != 0 || !strings.Contains(trusting.stderr.String(), "heat  none") {
		t.Errorf("with the certificate: exit code %d, %s", code, &trusting.stderr)
	}
	if code := queue.code(); code != 0 || len(readRows(t, dir)) != 1 {
		t.Errorf("exit code %d, %d rows: %s", code, countRows(dir), &queue.stderr)
	}
}
