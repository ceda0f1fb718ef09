import './start';
import './gateway';
import './operations';
import './planner';
import './worker';
