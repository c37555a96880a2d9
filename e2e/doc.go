// Package e2e drives the built page in a headless Chromium, as a visitor would: see the tests. A missing browser is a failure that
// says what to type.
package e2e
