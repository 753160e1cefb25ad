/** The engine process as it is, started by Node instead of Electron. */
import "./parent-port";
import "../../../main/engine/worker";
