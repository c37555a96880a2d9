// Command page is the laboratory's page in the browser: controls by vecty, the stage by ebiten, the solver in a web worker. It
// holds no solver code and knows of it only what package experiment says.
package main
