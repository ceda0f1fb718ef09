import './start';
import './canary';
import './gateway';
import './operations';
import './planner';
import './worker';
